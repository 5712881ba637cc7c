def references(doc):
    return []
