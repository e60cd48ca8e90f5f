from django.db import migrations, models
import django.db.models.deletion
import django.utils.timezone
import fgc.ids
from django.conf import settings

from fgc.access.policies import BuildWall, KeepToItsReaders, RebuildWall, all_of, by_the_wall, named, own
from fgc.access.references import KeepInsideFamily

# Nobody opens what is somebody else's: a reader is given by the owner of the thing, or the row can't be.
OWNERS = """
CREATE UNIQUE INDEX {table}_of_its_owner ON networks_{table} ({owner}, id);
ALTER TABLE networks_namedreader ADD CONSTRAINT {column}_is_the_owners
FOREIGN KEY (owner_id, {column}_id) REFERENCES networks_{table} ({owner}, id) DEFERRABLE INITIALLY DEFERRED
"""
NO_OWNERS = """
ALTER TABLE networks_namedreader DROP CONSTRAINT {column}_is_the_owners;
DROP INDEX {table}_of_its_owner
"""
CARD = {"table": "contactcard", "column": "card", "owner": "person_id"}
NOTE = {"table": "privatenote", "column": "note", "owner": "author_id"}

# What is opened to who acts, by name; an account only while it has something to do in the family.
OPENED = """
CREATE FUNCTION wall.opened() RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    ids uuid[] := wall.kept('opened');
BEGIN
    IF ids IS NOT NULL THEN
        RETURN ids;
    END IF;
    SELECT coalesce(array_agg(coalesce(r.card_id, r.note_id)), '{}') INTO ids
      FROM public.networks_namedreader r
     WHERE r.person_id = ANY ((SELECT wall.persons())::uuid[])
        OR (r.account_id = wall.told('user_id')::uuid
            AND r.family_id IN (SELECT held.family_id FROM wall.roles() held));
    RETURN wall.keep('opened', ids);
END $$;
REVOKE ALL ON FUNCTION wall.opened() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall.opened() TO fgc_app;
"""
# A private note is never open to a personal link: who reads the mail of somebody else would read it as well.
BY_ACCOUNT = "(SELECT wall.told('user_id')) IS NOT NULL"
# Whoever leaves takes along what was kept in the own corner, and what was opened by name; whoever writes the leaving down
# sees nothing of it.
LEAVING = """
CREATE FUNCTION wall.take_along_the_corner() RETURNS trigger
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM public.networks_namedreader r WHERE r.owner_id = NEW.id OR r.person_id = NEW.id;
    DELETE FROM public.networks_privatenote n WHERE n.author_id = NEW.id;
    RETURN NULL;
END $$;
"""
# Who makes a trigger must be allowed to call its function; nobody else need be.
ONLY_BY_LEAVING = "REVOKE ALL ON FUNCTION wall.take_along_the_corner() FROM PUBLIC;"
LEAVES = """
CREATE TRIGGER take_along_the_corner AFTER UPDATE OF standing ON networks_person FOR EACH ROW
WHEN (NEW.standing = 'left') EXECUTE FUNCTION wall.take_along_the_corner();
GRANT SELECT (id, author_id), DELETE ON networks_privatenote TO fgc_wall;
GRANT DELETE ON networks_namedreader TO fgc_wall;
CREATE POLICY a_leaving ON networks_privatenote TO fgc_wall USING (true) WITH CHECK (false);
CREATE POLICY a_leaving ON networks_namedreader FOR DELETE TO fgc_wall USING (true);
"""
STAYS = """
DROP POLICY a_leaving ON networks_namedreader;
DROP POLICY a_leaving ON networks_privatenote;
DROP TRIGGER take_along_the_corner ON networks_person;
"""
CARDS = BuildWall("contactcard", all_of("see_contact"), own("person_id"), added=(all_of("draw_circle"),))


class Migration(migrations.Migration):

    dependencies = [
        ('families', '0003_wall'),
        ('networks', '0009_device_of_a_link'),
        ('access', '0005_asked_once'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PrivateNote',
            fields=[
                ('id', models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('text', models.TextField(max_length=4000)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='networks.person')),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.family')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='NamedReader',
            fields=[
                ('id', models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('called', models.CharField(max_length=120)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('card', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='networks.contactcard')),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.family')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='networks.person')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='networks.person')),
                ('note', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='networks.privatenote')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('card', 'note', 'person', 'account'), name='reader_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('card', None), ('note', None), _connector='XOR'), name='reader_of_one_thing'), models.CheckConstraint(condition=models.Q(('person', None), ('account', None), _connector='XOR'), name='one_reader_by_name')],
            },
        ),
        migrations.AddField(
            model_name="contactcard", name="is_masked", field=models.BooleanField(default=False)
        ),
        KeepInsideFamily("privatenote", "namedreader"),
        migrations.RunSQL(OWNERS.format(**CARD), NO_OWNERS.format(**CARD)),
        migrations.RunSQL(OWNERS.format(**NOTE), NO_OWNERS.format(**NOTE)),
        migrations.RunSQL(by_the_wall(OPENED), by_the_wall("DROP FUNCTION wall.opened();")),
        BuildWall(
            "namedreader",
            f"card_id IS NOT NULL AND {own('owner_id')}",
            f"{BY_ACCOUNT} AND {own('owner_id')}",
            # The coordinator writes down what somebody said by telephone; never about a private note.
            f"card_id IS NOT NULL AND {all_of('see_contact')}",
            seen=(f"card_id IS NOT NULL AND {own('person_id')}", f"{BY_ACCOUNT} AND {own('person_id')}",
                  named("account_id")),
            is_private=True,
            is_read_by_the_wall=True,
        ),
        BuildWall(
            "privatenote",
            f"{BY_ACCOUNT} AND {own('author_id')}",
            seen=(f"{BY_ACCOUNT} AND {own('id', 'opened')}",),
            is_private=True,
        ),
        # Nobody reads them through another's eyes, also not by a line in the list.
        KeepToItsReaders("privatenote", "namedreader"),
        migrations.RunSQL(by_the_wall(LEAVING), by_the_wall("DROP FUNCTION wall.take_along_the_corner();")),
        migrations.RunSQL(LEAVES, STAYS),
        migrations.RunSQL(by_the_wall(ONLY_BY_LEAVING), migrations.RunSQL.noop),
        RebuildWall(
            CARDS,
            BuildWall(
                "contactcard",
                all_of("see_contact"),
                own("person_id"),
                seen=(own("id", "opened"),),
                added=(all_of("draw_circle"),),
            ),
        ),
    ]
