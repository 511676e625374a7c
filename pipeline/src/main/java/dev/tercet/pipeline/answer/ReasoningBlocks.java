package dev.tercet.pipeline.answer;

import java.util.Comparator;
import java.util.List;

/** The marks between which models write what they think before they answer. */
final class ReasoningBlocks {
  private static final List<String> BEGINS =
      List.of(
          "<think>",
          "<thinking>",
          "<thought>",
          "<reasoning>",
          "<seed:think>",
          "[THINK]",
          "\u25c1think\u25b7",
          "<|channel|>analysis<|message|>");

  private static final List<String> ENDS =
      List.of(
          "</think>",
          "</thinking>",
          "</thought>",
          "</reasoning>",
          "</seed:think>",
          "[/THINK]",
          "\u25c1/think\u25b7",
          "<|channel|>final<|message|>");

  private ReasoningBlocks() {}

  /**
   * What stands behind the last block. Some templates keep its begin to themselves, so that the end
   * alone counts; a block without an end holds all that follows it. The same string when there is
   * none.
   */
  static String without(String content) {
    String answer = behindTheLastEnd(content);
    int begin =
        BEGINS.stream()
            .map(answer::indexOf)
            .filter(at -> at >= 0)
            .min(Comparator.naturalOrder())
            .orElse(-1);
    return begin < 0 ? answer : answer.substring(0, begin);
  }

  private static String behindTheLastEnd(String content) {
    int behind = 0;
    for (String end : ENDS) {
      int at = content.lastIndexOf(end);
      if (at >= 0) {
        behind = Math.max(behind, at + end.length());
      }
    }
    return behind == 0 ? content : content.substring(behind);
  }
}
