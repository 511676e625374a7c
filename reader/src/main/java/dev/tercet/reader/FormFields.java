package dev.tercet.reader;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.fixup.processor.AcroFormOrphanWidgetsProcessor;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.apache.pdfbox.pdmodel.interactive.form.PDButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDChoice;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDNonTerminalField;
import org.apache.pdfbox.pdmodel.interactive.form.PDPushButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDSignatureField;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;
import org.jsoup.Jsoup;

/**
 * What somebody has filled into a PDF, field by field in the form's order, under the names that a
 * person reads. Fields that are empty, boxes that are not checked and passwords stay out.
 */
final class FormFields {
  private static final int MOST_FIELDS = 100_000;
  private static final String OFF = "Off";

  /** One field with something in it. */
  record Filled(String name, String value) {
    String line() {
      return name.isBlank() ? value : name + ": " + value;
    }
  }

  private FormFields() {}

  static List<Filled> of(PDDocument document) throws IOException {
    PDAcroForm form = document.getDocumentCatalog().getAcroForm(null);
    if (form == null) {
      return List.of();
    }
    if (form.getFields().isEmpty()) {
      // Some programs write fields on the pages only; viewers show them all the same.
      new AcroFormOrphanWidgetsProcessor(document).process();
    }
    List<Filled> filled = new ArrayList<>();
    Deque<PDField> left = new ArrayDeque<>(form.getFields());
    Set<COSDictionary> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    while (!left.isEmpty() && seen.size() < MOST_FIELDS) {
      PDField field = left.pop();
      if (!seen.add(field.getCOSObject())) {
        continue;
      }
      if (field instanceof PDNonTerminalField parent) {
        parent.getChildren().reversed().forEach(left::push);
      } else {
        String value = value(field);
        if (!value.isBlank()) {
          filled.add(new Filled(name(field), value.strip()));
        }
      }
    }
    return filled;
  }

  private static String name(PDField field) {
    String shown = field.getAlternateFieldName();
    String name = shown == null || shown.isBlank() ? field.getPartialName() : shown;
    return name == null ? "" : name.strip().replaceAll("\\s+", " ");
  }

  private static String value(PDField field) throws IOException {
    return switch (field) {
      case PDPushButton _ -> "";
      case PDButton button -> state(button);
      case PDChoice choice -> chosen(choice);
      case PDTextField text -> text.isPassword() ? "" : written(text);
      case PDSignatureField signature -> signed(signature);
      default -> field.getValueAsString();
    };
  }

  private static String written(PDTextField text) {
    String value = text.getValue();
    if (value.isBlank()) {
      String rich = text.getRichTextValue();
      return rich == null ? "" : Jsoup.parse(rich).text();
    }
    return value.replaceAll("\\r\\n?", "\n");
  }

  /** Some programs write only how the box looks. A state that is a mere number says "Yes", too. */
  private static String state(PDButton button) {
    String value = button.getValue();
    if (value.isBlank() || value.equals(OFF)) {
      value =
          button.getWidgets().stream()
              .map(it -> it.getCOSObject().getNameAsString(COSName.AS, OFF))
              .filter(it -> !it.equals(OFF))
              .findFirst()
              .orElse("");
    }
    boolean isWord = value.isEmpty() || value.chars().anyMatch(Character::isLetter);
    return isWord ? value : "Yes (" + value + ")";
  }

  /** As it is shown, with what a form sends in its place where the two differ. */
  private static String chosen(PDChoice choice) {
    List<String> sent = choice.getOptionsExportValues();
    List<String> shown = choice.getOptionsDisplayValues();
    List<String> values = choice.getValue();
    if (values.isEmpty()) {
      values =
          choice.getSelectedOptionsIndex().stream()
              .filter(it -> it >= 0 && it < sent.size())
              .map(sent::get)
              .toList();
    }
    return values.stream()
        .map(it -> {
          int at = sent.indexOf(it);
          String words = at < 0 || at >= shown.size() ? it : shown.get(at);
          return words.equals(it) ? it : words + " (" + it + ")";
        })
        .collect(Collectors.joining(", "));
  }

  /** As its mark on the page says it, or else as the signature itself does. */
  private static String signed(PDSignatureField field) throws IOException {
    PDSignature signature = field.getSignature();
    if (signature == null) {
      return "";
    }
    String mark = Marks.text(field.getWidgets().getFirst());
    if (!mark.isBlank()) {
      return mark;
    }
    Calendar date = signature.getSignDate();
    return Stream.of(
            signature.getName(),
            signature.getReason(),
            signature.getLocation(),
            signature.getContactInfo(),
            date == null ? null : date.toInstant().toString())
        .filter(Objects::nonNull)
        .filter(it -> !it.isBlank())
        .collect(Collectors.joining(", "));
  }
}
