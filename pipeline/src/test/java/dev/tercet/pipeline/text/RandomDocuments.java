package dev.tercet.pipeline.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Documents drawn from a seed, in scripts that break naive cutting. */
final class RandomDocuments {
  static final List<List<String>> SCRIPTS =
      List.of(
          List.of("the", "invoice", "was", "paid", "late", "by", "e.g.", "Mr.", "Smith", "3.14"),
          List.of("発注", "东西", "的", "北京市", "合同", "，", "。", "条款", "ひらがな", "カタカナ"),
          List.of("الفاتورة", "رقم", "تاريخ", "العقد", "الشركة", "،", "؟", "مبلغ"),
          List.of("चालान", "संख्या", "क्षत्रिय", "राशि", "।", "दिनांक"),
          List.of("ใบแจ้งหนี้", "วันที่", "จำนวนเงิน", "สัญญา", "บริษัท"),
          List.of("👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "🧑🏿‍🚀", "ok", "❤️", "𝒜𝒷"),
          List.of(
              "e\u0301tat", "a\u0308\u0323", "n\u0303o", "o\u0302\u0301x", "Z\u0335\u0336\u0337"));

  private final Random random;

  RandomDocuments(long seed) {
    random = new Random(seed);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  /** A paragraph of between {@code low} and {@code high} UTF-16 units, about. */
  String paragraph(List<String> words, int low, int high) {
    int length = low + below(Math.max(1, high - low));
    var text = new StringBuilder();
    while (text.length() < length) {
      String word = words.get(below(words.size()));
      text.append(word).append(below(1000));
      text.append(below(9) == 0 ? ". " : below(30) == 0 ? "\n" : " ");
    }
    return text.toString().strip();
  }

  List<String> paragraphs(int count, int low, int high) {
    var made = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      made.add(paragraph(SCRIPTS.get(below(SCRIPTS.size())), low, high));
    }
    return made;
  }

  /** Paragraphs of every size, headings, lists, and white space of every kind between them. */
  String mixed() {
    var text = new StringBuilder();
    String newline = below(3) == 0 ? "\r\n" : "\n";
    int blocks = 1 + below(30);
    for (int i = 0; i < blocks; i++) {
      List<String> words = SCRIPTS.get(below(SCRIPTS.size()));
      if (below(5) == 0) {
        text.append("## ");
      }
      text.append(paragraph(words, 1, below(4) == 0 ? 3000 : 300));
      text.append(newline.repeat(1 + below(3))).append(below(4) == 0 ? " \t\u3000" : "");
      text.append(newline.repeat(below(2)));
    }
    return text.toString();
  }
}
