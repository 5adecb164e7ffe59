"""From a record's Markdown to safe HTML whose references and terms are links."""
