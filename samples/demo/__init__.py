"""The demo agency: three fictional clients with the documents and bank statements of two months, and their truth.

Rule kept: what happened is data (`data/*.yaml`); how it looks on paper is drawn by the generator; loading it goes
through the same doors a person's upload goes through.
"""
