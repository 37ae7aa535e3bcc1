"""The paper (读者的报纸): what readers see, from the one word ``published()``."""
