"""What programs read: papers, issues, pages and stories as JSON."""
