"""What surrounds a page: the theme's shell and corrections of the theme, the language, icons, the templates."""
