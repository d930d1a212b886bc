"""The addresses of publish: pages for people, files and registries for programs, the API. All read only, all public."""
