"""Stories: a timeline of metrics played through the alarms of a template, and the messages sent."""
