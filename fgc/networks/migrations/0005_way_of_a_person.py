from django.db import migrations, models

import fgc.networks.rules

# The owner of the tables stands before the wall like everybody else, so it is opened for these two statements.
OPEN = """
ALTER TABLE networks_person NO FORCE ROW LEVEL SECURITY;
ALTER TABLE networks_contactcard NO FORCE ROW LEVEL SECURITY;
"""
SHUT = """
ALTER TABLE networks_person FORCE ROW LEVEL SECURITY;
ALTER TABLE networks_contactcard FORCE ROW LEVEL SECURITY;
"""
TO_THE_PERSON = """
UPDATE networks_person p SET way = c.way, no_messages = c.no_messages
  FROM networks_contactcard c WHERE c.person_id = p.id;
"""
TO_THE_CARD = """
UPDATE networks_contactcard c SET way = CASE WHEN p.way = 'mail' AND c.email = '' THEN 'none' ELSE p.way END,
       no_messages = p.no_messages
  FROM networks_person p WHERE c.person_id = p.id;
"""


class Migration(migrations.Migration):
    """By which way somebody is reached moves to the person: then nobody needs the card to write or call."""

    dependencies = [
        ("networks", "0004_wall"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="no_messages",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="way",
            field=models.CharField(
                choices=fgc.networks.rules.Way.choices, default=fgc.networks.rules.Way.NONE, max_length=8
            ),
        ),
        migrations.RunSQL(OPEN + TO_THE_PERSON + SHUT, OPEN + TO_THE_CARD + SHUT),
        migrations.RemoveConstraint(model_name="contactcard", name="mail_needs_an_address"),
        migrations.RemoveField(model_name="contactcard", name="no_messages"),
        migrations.RemoveField(model_name="contactcard", name="way"),
    ]
