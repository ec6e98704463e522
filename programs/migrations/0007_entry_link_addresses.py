from django.db import migrations, models

LANGUAGES = ("en", "es", "fr")
HELP_TEXT = "Fill in only the languages in which the page exists. Repeat the URL if one page has several."
# Links of the content files whose page the link beside them leads to now, in the reader's language.
MERGED_LINKS = {
    "us-welcome/osha-espanol": "https://www.osha.gov/espanol",
    "us-welcome/osha-spanish": "https://www.osha.gov/spanish/index.html",
    "ca-best-practices/cchst": "https://www.cchst.ca",
}


def get_addresses(address, languages, source_language):
    """Return {column: URL}: a URL goes to the languages of its target, or if they are unknown to the source language."""
    return {f"web_address_{language}": address for language in languages or [source_language]} if address else {}


def convert_snapshot(snapshot):
    """Return the snapshot of an entry with the URLs of its links in the columns of their languages."""
    source_language = next(
        (columns.get("source_language") for key, columns in snapshot.items() if key.startswith("programs.entry:")), "en"
    )
    converted = {}
    for key, columns in snapshot.items():
        converted[key] = columns = dict(columns)
        if key.startswith("programs.entrylink:"):
            address, languages = columns.pop("address", None), columns.pop("languages", None)
            columns |= dict.fromkeys(f"web_address_{language}" for language in LANGUAGES)
            columns |= get_addresses(address, languages, source_language or "en")
    return converted


def convert_changes(changes, links, source_language):
    """Return the changes of the draft of an entry with those to the URLs of its links by language.

    `links` is {key: (URL, languages)} of the links as they are stored.
    """
    converted = {}
    for key, columns in changes.items():
        converted[key] = columns = dict(columns)
        if not key.startswith("programs.entrylink:") or not {"address", "languages"} & columns.keys():
            continue
        address, languages = links.get(key, (None, None))
        address = columns.pop("address", {"was": address, "now": address})
        languages = columns.pop("languages", {"was": languages, "now": languages})
        was, now = (get_addresses(address[side], languages[side], source_language) for side in ("was", "now"))
        columns |= {
            column: {"was": was.get(column), "now": now.get(column)}
            for column in sorted({*was, *now})
            if was.get(column) != now.get(column)
        }
    return converted


def convert_drafts_and_versions(apps, links):
    """Convert stored drafts and versions of entries, which hold the columns of their links by name."""
    source_languages = dict(apps.get_model("programs", "Entry").objects.values_list("pk", "source_language"))
    of_entries = {"content_type__app_label": "programs", "content_type__model": "entry"}
    for draft in apps.get_model("portal", "Draft").objects.filter(**of_entries):
        draft.changes = convert_changes(draft.changes, links, source_languages.get(draft.object_id, "en"))
        draft.save(update_fields=["changes"])
    for version in apps.get_model("portal", "Version").objects.filter(**of_entries).iterator(chunk_size=100):
        version.snapshot = convert_snapshot(version.snapshot)
        version.save(update_fields=["snapshot"])


def move_fingerprints(apps, columns_by_pk):
    """Let the fingerprint of a URL as it was loaded follow it, so that content files can still update the link."""
    for loaded in apps.get_model("portal", "LoadedRecord").objects.filter(model="programs.entrylink"):
        fingerprint = loaded.fingerprints.pop("address", None)
        loaded.fingerprints.pop("languages", None)
        if fingerprint:
            loaded.fingerprints |= dict.fromkeys(columns_by_pk.get(loaded.object_id, ()), fingerprint)
        loaded.save(update_fields=["fingerprints"])


def delete_merged_links(apps):
    """Delete the links that are merged into others in the content files, unless an editor has changed the URL."""
    loaded_records = apps.get_model("portal", "LoadedRecord").objects.filter(model="programs.entrylink")
    for loaded in loaded_records.filter(key__in=MERGED_LINKS):
        address = MERGED_LINKS[loaded.key]
        has_address = (
            models.Q(web_address_en=address) | models.Q(web_address_es=address) | models.Q(web_address_fr=address)
        )
        apps.get_model("programs", "EntryLink").objects.filter(has_address, pk=loaded.object_id).delete()


def move_addresses(apps, schema_editor):
    """Move the URL of each link to the columns of the languages of its target."""
    links, columns_by_pk = {}, {}
    for link in apps.get_model("programs", "EntryLink").objects.select_related("entry"):
        links[f"programs.entrylink:{link.pk}"] = (link.address, link.languages)
        addresses = get_addresses(link.address, link.languages, link.entry.source_language)
        columns_by_pk[link.pk] = list(addresses)
        for column, address in addresses.items():
            setattr(link, column, address)
        link.save(update_fields=list(addresses))
    convert_drafts_and_versions(apps, links)
    move_fingerprints(apps, columns_by_pk)
    delete_merged_links(apps)


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0010_glossary"),
        ("programs", "0006_indicators"),
    ]

    operations = [
        *(
            migrations.AddField(
                model_name="entrylink",
                name=name,
                field=models.URLField(blank=True, help_text=HELP_TEXT, max_length=500, null=True, verbose_name="URL"),
            )
            for name in ("web_address", *(f"web_address_{language}" for language in LANGUAGES))
        ),
        migrations.RunPython(move_addresses, elidable=True),
        migrations.RemoveField(model_name="entrylink", name="address"),
        migrations.RemoveField(model_name="entrylink", name="languages"),
    ]
