
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('families', '0010_always_code'),
    ]

    operations = [
        migrations.AddField(
            model_name='commission',
            name='ended_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='commission',
            name='answer',
            field=models.CharField(choices=[('asked', 'asked'), ('yes', 'said yes'), ('no', 'said no'), ('withdrawn', 'withdrew'), ('died', 'died'), ('no_authority', 'has no authority any more')], default='asked', max_length=12),
        ),
    ]
