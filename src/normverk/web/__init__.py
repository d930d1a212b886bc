"""Layout, components, styles and server-drawn charts."""
