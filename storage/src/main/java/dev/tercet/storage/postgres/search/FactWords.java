package dev.tercet.storage.postgres.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.tercet.saga.Passage.Fact;
import dev.tercet.saga.text.SearchWords;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers the words of one extraction's facts: quotes, and names and values of their data. */
final class FactWords {
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build();

  private final List<Set<String>> full = new ArrayList<>();
  private Set<String> open = new LinkedHashSet<>();
  private int characters;

  void add(Fact fact) {
    SearchWords.read(fact.quote(), this::add);
    try (JsonParser json = JSON.createParser(fact.data())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME || token.isScalarValue()) {
          SearchWords.read(json.getText(), this::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a fact's data is not the JSON that was written", e);
    }
  }

  private void add(String word) {
    if (characters + word.length() > SearchPieces.LONGEST) {
      full.add(open);
      open = new LinkedHashSet<>();
      characters = 0;
    }
    if (open.add(word)) {
      characters += word.length();
    }
  }

  /** Their words, in pieces that the index takes; usually one. */
  List<Set<String>> pieces() {
    List<Set<String>> pieces = new ArrayList<>(full);
    pieces.add(open);
    return pieces;
  }
}
