"""The national electronic tax bureau as data only: from public descriptions, unverified, never run."""
