"""The tag {% fragment %}: a part of a page that is rendered once for each language. Available in every template."""

from django import template

from portal.page_cache.memo import remember

register = template.Library()


class FragmentNode(template.Node):
    """Outputs its content, which depends on nothing but the database, the language and the values after its name."""

    child_nodelists = ("nodelist",)

    def __init__(self, name, values, nodelist):
        self.name = name
        self.values = values
        self.nodelist = nodelist

    def render(self, context):
        values = tuple(value.resolve(context) for value in self.values)
        return remember(("fragment", self.name, values), lambda: self.nodelist.render(context))


@register.tag
def fragment(parser, token):
    """Render the content once: {% fragment "footer" %}…{% endfragment %}. Values after the name tell variants apart."""
    _, name, *values = token.split_contents()
    nodelist = parser.parse(("endfragment",))
    parser.delete_first_token()
    return FragmentNode(name.strip("\"'"), [parser.compile_filter(value) for value in values], nodelist)
