"""Who the people are: elders, their papers, names, contacts, categories and what is known of their health."""
