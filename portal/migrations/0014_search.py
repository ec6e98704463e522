"""The search index: a table partitioned by language, its facets and words, and the synonyms that editors manage."""

import django.contrib.postgres.search
import django.db.models.fields.composite
from django.db import migrations, models

LANGUAGES = ("en", "es", "fr")
CREATE_TABLE = """
CREATE TABLE portal_searchrow (
  public_from timestamptz NOT NULL,
  public_until timestamptz NOT NULL,
  facet_id integer NOT NULL,
  date date NOT NULL,
  object_id bigint NOT NULL,
  content_type_id integer NOT NULL,
  indexed_at timestamptz NOT NULL,
  language varchar(2) NOT NULL,
  text_language varchar(2) NOT NULL,
  title_vector tsvector NOT NULL,
  lead_vector tsvector NOT NULL,
  text_vector tsvector NOT NULL,
  padding text NOT NULL DEFAULT repeat(' ', 2100),
  PRIMARY KEY (language, content_type_id, object_id)
) PARTITION BY LIST (language);
ALTER TABLE portal_searchrow ALTER COLUMN padding SET STORAGE MAIN;
"""
# A scan for the public hits must read few pages, so the vectors are stored out of line. PostgreSQL does that with the
# values of rows over 2 kB only, down to `toast_tuple_target`; the padding makes every row as long, and takes 40 bytes
# once it is compressed.
# fastupdate: a search never has to read a list of pending entries.
CREATE_PARTITION = """
CREATE TABLE portal_searchrow_{0} PARTITION OF portal_searchrow (CHECK (language = '{0}'))
  FOR VALUES IN ('{0}') WITH (toast_tuple_target = 128);
ALTER TABLE portal_searchrow_{0} ALTER COLUMN padding SET STORAGE MAIN;
CREATE INDEX portal_searchrow_{0}_title ON portal_searchrow_{0} USING gin (title_vector) WITH (fastupdate = off);
CREATE INDEX portal_searchrow_{0}_lead ON portal_searchrow_{0} USING gin (lead_vector) WITH (fastupdate = off);
CREATE INDEX portal_searchrow_{0}_text ON portal_searchrow_{0} USING gin (text_vector) WITH (fastupdate = off);
CREATE INDEX portal_searchrow_{0}_newest ON portal_searchrow_{0} (date DESC, content_type_id, object_id);
"""
CREATE = CREATE_TABLE + "".join(CREATE_PARTITION.format(language) for language in LANGUAGES)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0013_list_indexes"),
    ]

    operations = [
        migrations.RunSQL(CREATE, "DROP TABLE portal_searchrow"),
        migrations.CreateModel(
            name="SearchRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "language",
                        "content_type_id",
                        "object_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("public_from", models.DateTimeField()),
                ("public_until", models.DateTimeField()),
                ("indexed_at", models.DateTimeField()),
                ("date", models.DateField()),
                ("content_type_id", models.IntegerField()),
                ("facet_id", models.IntegerField()),
                ("language", models.CharField(max_length=2)),
                ("text_language", models.CharField(max_length=2)),
                ("title_vector", django.contrib.postgres.search.SearchVectorField()),
                ("lead_vector", django.contrib.postgres.search.SearchVectorField()),
                ("text_vector", django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                "db_table": "portal_searchrow",
                "managed": False,
            },
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=[("en", "English"), ("es", "Spanish"), ("fr", "French")],
                        help_text="Leave it empty for words of several languages.",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "words",
                    models.CharField(
                        help_text="Separated by commas, for example: inspector, inspectora.",
                        max_length=300,
                        unique=True,
                        verbose_name="words",
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "verbose_name": "search synonym",
                "verbose_name_plural": "search synonyms",
                "ordering": ("words",),
            },
        ),
        migrations.CreateModel(
            name="SearchFacet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content_type_id", models.IntegerField()),
                ("country_id", models.BigIntegerField()),
                ("year", models.SmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("content_type_id", "country_id", "year"), name="facet_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=2)),
                ("word", models.CharField(max_length=60)),
                ("folded", models.CharField(max_length=60)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("language", "word"), name="searchword_once")],
            },
        ),
    ]
