"""Each setting is changed in the config, deployed by the README's command, and must arrive."""
