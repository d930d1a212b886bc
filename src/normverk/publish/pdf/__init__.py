"""Norms on paper: a tagged PDF (PDF/UA-1) of one version in one language, made when somebody asks for it."""
