"""The booking engine (智能做账引擎): static templates give the legal skeleton of an entry, knowledge and a learner fill
the open slots. It proposes; it never posts.
"""
