"""The page around the content: the theme's shell, patches of the theme, language, icons and template environment."""
