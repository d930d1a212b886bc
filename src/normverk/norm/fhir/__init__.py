"""The language of norms in FHIR R4, and back without loss."""
