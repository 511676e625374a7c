package dev.tercet.pipeline.provider.rules;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A valid fact and its quote in UTF-16 units, before the offsets become code points. */
record PlacedFact(ObjectNode data, int startChar, int endChar) {}
