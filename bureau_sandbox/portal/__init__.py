"""Portal pages shaped after the public description of the national electronic tax bureau, for people and bots."""
