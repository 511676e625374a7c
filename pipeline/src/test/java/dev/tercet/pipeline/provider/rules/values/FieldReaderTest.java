package dev.tercet.pipeline.provider.rules.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FieldReaderTest {

  /** Every field as "row label=value". */
  private static List<String> read(String passage) {
    return FieldReader.read(new FoldedText(passage)).stream()
        .map(field ->
            field.row()
                + " "
                + field.label()
                + "="
                + passage.substring(field.startChar(), field.endChar()))
        .toList();
  }

  @Test
  void readsLinesWhateverTheirDecoration() {
    assertThat(
            read(
                """
                Invoice No.: INV-1
                - **Due date:** 3 March
                * *Betrag (netto)*: 5 EUR
                > E-Mail: a@b.example
                金额：￥5
                رقم العقد: 7
                """))
        .containsExactly(
            "0 invoice no=INV-1",
            "0 due date=3 March",
            "0 betrag=5 EUR",
            "0 e mail=a@b.example",
            "0 金额=￥5",
            "0 رقم العقد=7");
  }

  @Test
  void readsSeveralFieldsOfOneLine() {
    assertThat(read("Contact: Jo | Phone: 1 · Mail: x; Fax: 2\tnote; no label"))
        .containsExactly("0 contact=Jo", "0 phone=1", "0 mail=x", "0 fax=2\tnote; no label");
  }

  @Test
  void readsCellsUnderTheirHeader() {
    assertThat(
            read(
                """
                | Task | Owner | Due |
                |:---|---:|---|
                | Paint | **Jo** | 2025-01-01 |
                | Sand | | 2025-01-02 |
                """))
        .containsExactly(
            "1 task=Paint", "1 owner=Jo", "1 due=2025-01-01", "2 task=Sand", "2 due=2025-01-02");
  }

  @Test
  void readsATableOfTwoColumnsBothWays() {
    assertThat(read("| Field | Value |\n|---|---|\n| Total | 5 |\n"))
        .containsExactly("0 field=Value", "1 field=Total", "1 value=5", "0 total=5");
  }

  @Test
  void takesNoSentenceTimeOrAddressForALabel() {
    assertThat(
            read(
                """
                This is a sentence of many words that has a colon: here.
                It ended. Then: more
                https://a.example/x
                at 09:30 we met
                : nothing
                Empty:
                """))
        .containsExactly();
  }

  @Test
  void dropsRatesFromLabels() {
    assertThat(read("Umsatzsteuer 19 %: 5 €\nVAT (7.5%): 3 €"))
        .containsExactly("0 umsatzsteuer=5 €", "0 vat=3 €");
  }
}
