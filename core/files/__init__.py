"""Files by content: stored durably under their own fingerprint, refused when they are not what they say."""
