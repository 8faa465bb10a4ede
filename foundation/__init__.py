"""What every app stands on: people, companies, roles, audit, jobs, documents, provenance, handover, secrets."""
