package dev.tercet.reader;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a reader of the text should know about it, each sentence once. */
final class Warnings {
  private static final int MOST = 20;

  private final Set<String> sentences = new LinkedHashSet<>();

  void add(String sentence) {
    if (sentences.size() < MOST) {
      sentences.add(sentence);
    }
  }

  List<String> all() {
    return List.copyOf(sentences);
  }
}
