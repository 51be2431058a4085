"""The one clock: the database's own plus the offset of a world that is not real."""

from django.db import migrations

MAKE = """
CREATE FUNCTION core_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT clock_timestamp() + coalesce((SELECT clock_offset FROM core_world WHERE id = 1), interval '0')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [migrations.RunSQL(MAKE, "DROP FUNCTION core_now();")]
