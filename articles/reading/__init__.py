"""Reading (识读): turn a page's raw text into a page document. Pure code, no database."""
