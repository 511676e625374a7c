package dev.tercet.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingTest {
  private static final String GERMAN = "Die Größe der Tür beträgt zwei Meter. ";

  @Test
  void keepsTextAsItIsWithoutItsMark() throws IOException {
    assertThat(Samples.text("a.txt", "\uFEFF  eins\r\n\tzwei \n")).isEqualTo("  eins\r\n\tzwei \n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void readsAnyUnicodeByItsMark(String charset) throws IOException {
    byte[] bytes = ("\uFEFF" + GERMAN).getBytes(Charset.forName(charset));

    assertThat(Samples.text("a.txt", bytes)).isEqualTo(GERMAN);
  }

  @ParameterizedTest
  @CsvSource({
    "ISO-8859-1, un café",
    "ISO-8859-1, 'Die Größe der Tür beträgt zwei Meter'",
    "windows-1252, 'costs 5 € – “now”'",
    "ISO-8859-2, 'Zażółć gęślą jaźń, proszę zapłacić'",
    "windows-1251, 'Счёт на оплату номер 17 от 5 мая'",
    "KOI8-R, 'Счёт на оплату номер 17 от 5 мая, просим оплатить'",
    "IBM866, 'Счёт на оплату номер 17 от 5 мая'",
    "IBM866, 'Рахунок на оплату'",
    "IBM850, 'Die Größe der Tür beträgt zwei Meter'",
    "IBM850, 'un café à la crème'",
    "windows-1252, 'Dear\u00A0customer, please pay\u00A0the invoice by the\u00A0end of May.'",
    "windows-1252, 'naša hiša je velika'",
    "windows-1252, 'Größe und Bäume, Tür'",
    "ISO-8859-7, 'Τιμολόγιο 17, παρακαλώ πληρώστε έως την Παρασκευή'",
    "Shift_JIS, 請求書の番号は17です。",
    "EUC-JP, 請求書の番号は17です。",
    "GB18030, 发票号码是十七，请付款。",
    "Big5, 發票號碼是十七，請付款。",
    "UTF-16LE, a wide text without a mark",
    "UTF-16LE, 发票号码是十七，请付款。",
    "UTF-16BE, 发票号码是十七，请付款。",
    "UTF-16LE, 請求書の番号は17です。",
    "UTF-16BE, 청구서 번호는 17입니다.",
    "UTF-16LE, 'Счёт на оплату номер 17'",
    "UTF-16BE, 'Τιμολόγιο 17, παρακαλώ πληρώστε'",
    "UTF-16LE, 'חשבונית מספר 17'"
  })
  void readsOldEncodingsByTheirLooks(String charset, String text) throws IOException {
    assertThat(Samples.text("a.txt", text.getBytes(Charset.forName(charset)))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, просим оплатить до пятого мая",
    "UTF-8, παρακαλώ πληρώστε έως την Παρασκευή",
    "UTF-8, 请付款。发票号码是十七",
    "IBM866, СЧЕТ НА ОПЛАТУ НОМЕР 17",
    "Shift_JIS, 請求書の番号は十七です。"
  })
  void isNotMisledByAControlCharacter(String charset, String text) throws IOException {
    byte[] bytes = (text + "\u001a").getBytes(Charset.forName(charset));

    assertThat(Samples.text("a.txt", bytes)).isEqualTo(text + "\u001a");
    if (charset.equals("UTF-8")) {
      assertThat(Samples.text("a.txt", ("\u001b" + text).getBytes(StandardCharsets.UTF_8)))
          .isEqualTo("\u001b" + text);
    }
  }

  @Test
  void readsLatinOneAsBrowsersDo() throws IOException {
    byte[] page = "<meta charset=iso-8859-1><p>5 \u0080</p>".getBytes(StandardCharsets.ISO_8859_1);
    byte[] text = "5 \u0080".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(Samples.text("a.html", page)).isEqualTo("5 €");
    assertThat(Samples.read("a.txt", text, "text/plain; charset=ISO-8859-1"))
        .isInstanceOfSatisfying(Outcome.Read.class, it -> assertThat(it.text()).isEqualTo("5 €"));
  }

  @Test
  void keepsWhatIsDamagedAsReplacementsAndSaysSo() throws IOException {
    byte[] bad = (GERMAN + "x").getBytes(StandardCharsets.UTF_8);
    bad[bad.length - 1] = (byte) 0xC0;
    assertRead(bad, GERMAN + "\uFFFD");

    byte[] cut = (GERMAN + "€").getBytes(StandardCharsets.UTF_8);
    assertRead(Arrays.copyOf(cut, cut.length - 1), GERMAN + "\uFFFD");

    assertRead("before\0after".getBytes(StandardCharsets.UTF_8), "before\uFFFDafter");
    assertRead(
        "plain and \u00FF broken".getBytes(StandardCharsets.ISO_8859_1), "plain and \uFFFD broken");
  }

  private static void assertRead(byte[] bytes, String text) throws IOException {
    assertThat(Samples.read("a.txt", bytes))
        .isInstanceOfSatisfying(
            Outcome.Read.class,
            it -> {
              assertThat(it.text()).isEqualTo(text);
              assertThat(it.warnings()).singleElement().asString().contains("U+FFFD");
            });
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    byte[] noise = new byte[4_096];
    new Random(7).nextBytes(noise);

    assertThat(Samples.refusal("a.txt", noise))
        .isEqualTo("it is a file of an unknown type, which is not read");
    assertThat(Samples.refusal("a.bin", new byte[] {1, 0, 2})).contains("unknown type");
    assertThat(Samples.refusal("a.txt", new byte[0])).isEqualTo("it is empty");
    assertThat(Samples.refusal("a.txt", new byte[] {' ', '\n'}))
        .isEqualTo("there is no text in it");
  }
}
