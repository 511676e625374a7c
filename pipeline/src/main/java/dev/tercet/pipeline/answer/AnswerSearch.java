package dev.tercet.pipeline.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.saga.answer.AnswerRepair;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the answer in what a model sent, when that is not the answer alone. What may be one is
 * a JSON object with an array {@code facts}, or an array of facts. The time is linear in the text:
 * what stands between two brackets is read once, and a square bracket that nothing closes is passed
 * by a few times only. Nothing here recurs.
 */
final class AnswerSearch {
  /** After so many square brackets that nothing closes, the text counts as none with an answer. */
  private static final int MOST_UNCLOSED = 16;

  private static final String FENCE = "```";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String text;
  private final Set<AnswerRepair> before;

  /** Where the first bracket stands, or -1. */
  private final int first;

  private final List<FoundAnswer> found = new ArrayList<>();

  private AnswerSearch(String text, Set<AnswerRepair> before) {
    this.text = text;
    this.before = before;
    first = nextBracket(0);
  }

  /** The different answers that may be meant, two at most. */
  static List<FoundAnswer> in(String content) {
    Set<AnswerRepair> before = EnumSet.noneOf(AnswerRepair.class);
    String text = content.strip();
    if (text.startsWith(BYTE_ORDER_MARK)) {
      before.add(AnswerRepair.BOM);
      text = text.substring(BYTE_ORDER_MARK.length());
    }
    String answer = ReasoningBlocks.without(text);
    if (answer.length() < text.length()) {
      before.add(AnswerRepair.REASONING);
    }
    var search = new AnswerSearch(answer, before);
    search.run();
    return search.found;
  }

  /**
   * A brace that nothing closes may be a torn answer: what stands before it is then a draft, and
   * what stands in it a part. A square bracket alone is more often a word's.
   */
  private void run() {
    int unclosed = 0;
    int from = first;
    while (from >= 0 && found.size() < 2) {
      int end = behindTheClosing(from);
      if (end < 0) {
        if (text.charAt(from) == '{' || ++unclosed > MOST_UNCLOSED) {
          found.clear();
          return;
        }
        end = from + 1;
      } else {
        note(from, end, unclosed == 0);
      }
      from = nextBracket(end);
    }
  }

  private int nextBracket(int from) {
    for (int at = from; at < text.length(); at++) {
      char sign = text.charAt(at);
      if (sign == '{' || sign == '[') {
        return at;
      }
    }
    return -1;
  }

  /** Where the bracket's pair ends, or -1; which bracket closes which is seen when it is read. */
  private int behindTheClosing(int bracket) {
    int depth = 0;
    boolean quoted = false;
    for (int at = bracket; at < text.length(); at++) {
      char sign = text.charAt(at);
      if (quoted) {
        if (sign == '\\') {
          at++;
        } else if (sign == '"') {
          quoted = false;
        }
      } else if (sign == '"') {
        quoted = true;
      } else if (sign == '{' || sign == '[') {
        depth++;
      } else if ((sign == '}' || sign == ']') && --depth == 0) {
        return at + 1;
      }
    }
    return -1;
  }

  /**
   * Notes what stands there if it may be an answer.
   *
   * @param whole whether every bracket so far is closed; if not, an array may be a part of a torn
   *     answer
   */
  private void note(int start, int end, boolean whole) {
    Set<AnswerRepair> repairs = EnumSet.noneOf(AnswerRepair.class);
    ArrayNode facts =
        switch (read(text.substring(start, end), repairs)) {
          case ObjectNode object when object.get("facts") instanceof ArrayNode array -> array;
          case ArrayNode array when whole && isAnswer(array, start, end) -> {
            repairs.add(AnswerRepair.BARE_ARRAY);
            yield array;
          }
          case null, default -> null;
        };
    if (facts != null && found.stream().noneMatch(it -> it.facts().equals(facts))) {
      repairs.addAll(before);
      repairs.addAll(around(start, end));
      found.add(new FoundAnswer(facts, repairs));
    }
  }

  /** What cannot be read is no answer, and whoever looks for one says so. */
  private static @Nullable JsonNode read(String json, Set<AnswerRepair> repairs) {
    try {
      return CanonicalJson.read(json);
    } catch (JsonProcessingException strict) {
      try {
        JsonNode value = CanonicalJson.readWithTrailingCommas(json);
        repairs.add(AnswerRepair.TRAILING_COMMA);
        return value;
      } catch (JsonProcessingException lenient) {
        return null;
      }
    }
  }

  /** Objects of which one at least looks like a fact; an empty array only if it stands alone. */
  private boolean isAnswer(ArrayNode array, int start, int end) {
    boolean looksLikeFacts = false;
    for (JsonNode element : array) {
      if (!element.isObject()) {
        return false;
      }
      looksLikeFacts |= element.has("quote") && element.has("data");
    }
    return array.isEmpty() ? isAlone(start, end) : looksLikeFacts;
  }

  /** The costly look is for what is alone between all brackets only, hence once at most. */
  private boolean isAlone(int start, int end) {
    return start == first
        && nextBracket(end) < 0
        && !around(start, end).contains(AnswerRepair.WORDS_AROUND);
  }

  private Set<AnswerRepair> around(int start, int end) {
    Set<AnswerRepair> around = EnumSet.noneOf(AnswerRepair.class);
    String lead = text.substring(0, start).stripTrailing();
    String rest = text.substring(end).stripLeading();
    int line = lead.lastIndexOf('\n') + 1;
    if (lead.startsWith(FENCE, line)) {
      around.add(AnswerRepair.FENCE);
      lead = lead.substring(0, line);
      rest = rest.startsWith(FENCE) ? rest.substring(FENCE.length()) : rest;
    }
    if (!lead.isBlank() || !rest.isBlank()) {
      around.add(AnswerRepair.WORDS_AROUND);
    }
    return around;
  }
}
