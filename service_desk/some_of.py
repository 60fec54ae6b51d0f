"""A few of many names in one line, so that nobody reads a page where a number says as much."""


def some_of(env, names, most):
    """The first names, and how many more there are.

    :param env: whose language it is said in
    :param names: list of str, in the order in which people read them
    :param int most: so many are named
    """
    told, more = ", ".join(names[:most]), len(names) - most
    return env._("%(names)s and %(count)s more", names=told, count=more) if more > 0 else told
