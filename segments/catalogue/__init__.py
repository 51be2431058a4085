"""The segments of youth care in Twente: layers and crossing blocks of the pyramid, with their care forms."""
