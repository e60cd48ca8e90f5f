import django.db.models.deletion
import django.utils.timezone
import fgc.ids
from django.db import migrations, models

from fgc.access.policies import BuildWall, all_of, anybody_of


class Migration(migrations.Migration):

    dependencies = [
        ('families', '0010_always_code'),
        ('networks', '0014_confided_to'),
        ('access', '0008_asked_of_one_family'),
    ]

    operations = [
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.UUIDField(default=fgc.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('mark', models.CharField(max_length=64)),
                ('family', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='families.family')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('family', 'mark'), name='objection_once')],
            },
        ),
        # Who draws the circle is told whether there is one; whoever leaves, also by a personal link, leaves one behind.
        BuildWall("objection", all_of("draw_circle"), added=(anybody_of(),)),
    ]
