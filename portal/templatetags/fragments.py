"""The tag {% fragment %}: a part of a page that is rendered once for each language. Available in every template."""

from django import template

from portal.page_cache.memo import remember

register = template.Library()


class FragmentNode(template.Node):
    """Outputs its content, which depends on nothing but the database, the language, the values and the sources."""

    child_nodelists = ("nodelist",)

    def __init__(self, name, values, sources, nodelist):
        self.name = name
        self.values = values
        self.sources = sources
        self.nodelist = nodelist

    def render(self, context):
        values = tuple(value.resolve(context) for value in self.values)
        sources = tuple(source.resolve(context) for source in self.sources)
        return remember(("fragment", self.name, values), lambda: self.nodelist.render(context), sources)


@register.tag
def fragment(parser, token):
    """Render the content once: {% fragment "years" year from years %}…{% endfragment %}.

    Values after the name tell variants apart. After `from` come the sources: variables of the page that were read from
    the database before the fragment. Without them, the fragment would not change with them.
    """
    _, name, *words = token.split_contents()
    end = words.index("from") if "from" in words else len(words)
    values, sources = ([parser.compile_filter(word) for word in part] for part in (words[:end], words[end + 1 :]))
    nodelist = parser.parse(("endfragment",))
    parser.delete_first_token()
    return FragmentNode(name.strip("\"'"), values, sources, nodelist)
