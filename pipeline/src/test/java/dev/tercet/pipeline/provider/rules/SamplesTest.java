package dev.tercet.pipeline.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.pipeline.text.Cutter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The repository's samples; what is expected was read off the documents by hand. */
class SamplesTest {
  private static final Path SAMPLES = Path.of("..", "samples");
  private static final Cutter CUTTER = new Cutter(1_000);

  private static List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.list(SAMPLES)) {
      return files
          .filter(f -> f.getFileName().toString().matches("(invoice|incident|contract|minutes)-.*"))
          .sorted()
          .toList();
    }
  }

  private static JsonNode schema() throws IOException {
    return Json.read(Files.readString(SAMPLES.resolve("schema.json")));
  }

  private static List<String> facts(JsonNode schema, String document) throws IOException {
    String text = Files.readString(SAMPLES.resolve(document));
    var extractor = new RulesExtractor(schema);
    var facts = new ArrayList<String>();
    CUTTER.stream(text)
        .forEach(span ->
            extractor
                .extract(span.of(text))
                .forEach(fact -> facts.add(fact.data().toString().replace('"', '\''))));
    return facts;
  }

  @Test
  void areAboutTwentyFourInFourLanguages() throws IOException {
    assertThat(documents()).hasSizeGreaterThanOrEqualTo(24);
    for (String language : List.of("en", "de", "zh", "ar")) {
      assertThat(documents())
          .filteredOn(file -> file.toString().contains("-" + language + "."))
          .hasSizeGreaterThanOrEqualTo(5);
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void giveValidFactsWhoseQuotesAreTheirText(Path document) throws IOException {
    String text = Files.readString(document);
    for (JsonNode schema : List.of(DefaultSchema.node(), schema())) {
      var extractor = new RulesExtractor(schema);
      var checked = new FactSchema(schema);
      int facts = 0;
      for (var walk = CUTTER.walk(text); walk.hasNext(); ) {
        String passage = walk.next().of(text);
        for (RuleFact fact : extractor.extract(passage)) {
          facts++;
          assertThat(checked.problems(fact.data())).isEmpty();
          String quote = Quotes.of(fact, passage);
          if (fact.data().has("value")) {
            assertThat(quote).isEqualTo(fact.data().get("value").textValue());
          } else {
            assertThat(quote).isNotBlank();
          }
        }
      }
      assertThat(facts).isPositive();
    }
  }

  @Test
  void givesTheRecordsOfAnEnglishInvoice() throws IOException {
    assertThat(facts(schema(), "invoice-nordwind-en.md"))
        .containsExactlyInAnyOrder(
            "{'record':'invoice','invoiceNumber':'INV-2025-0042','invoiceDate':'2025-03-03',"
                + "'dueDate':'2025-04-02','orderNumber':'PO-2025-0117',"
                + "'supplier':'Nordwind Instruments GmbH','customer':'Lighthouse Example Ltd'}",
            "{'record':'line item','item':'Pressure sensor PS-40, calibrated','quantity':12,"
                + "'unitPrice':{'amount':84.5,'currency':'EUR'},"
                + "'amount':{'amount':1014,'currency':'EUR'}}",
            "{'record':'line item','item':'Mounting kit, stainless steel','quantity':12,"
                + "'unitPrice':{'amount':9.9,'currency':'EUR'},"
                + "'amount':{'amount':118.8,'currency':'EUR'}}",
            "{'record':'line item','item':'On-site commissioning, one day','quantity':1,"
                + "'unitPrice':{'amount':780,'currency':'EUR'},"
                + "'amount':{'amount':780,'currency':'EUR'}}",
            "{'record':'payment','net':{'amount':1912.8,'currency':'EUR'},"
                + "'tax':{'amount':363.43,'currency':'EUR'},"
                + "'total':{'amount':2276.23,'currency':'EUR'},'iban':'DE89370400440532013000'}",
            "{'record':'contact','contact':'Mira Halvorsen','email':'billing@nordwind.example',"
                + "'phone':'+493023125114'}");
  }

  @Test
  void givesTheRecordsOfAGermanInvoiceInPlainText() throws IOException {
    assertThat(facts(schema(), "invoice-handwerk-de.txt"))
        .containsExactlyInAnyOrder(
            "{'record':'invoice','invoiceNumber':'2025/0771','invoiceDate':'2025-03-03',"
                + "'orderNumber':'A-2025-0339','customer':'Ines Vogelsang'}",
            "{'record':'payment','net':{'amount':1634.05,'currency':'EUR'},"
                + "'tax':{'amount':310.47,'currency':'EUR'},"
                + "'total':{'amount':1944.52,'currency':'EUR'},'dueDate':'2025-03-17'}");
  }

  @Test
  void givesTheRecordsOfAChineseIncident() throws IOException {
    assertThat(facts(schema(), "incident-database-zh.md"))
        .containsExactlyInAnyOrder(
            "{'record':'incident','incidentId':'INC-2025-0038','severity':'高','status':'已解决',"
                + "'system':'订单数据库','detected':'2025-02-27','resolved':'2025-02-27',"
                + "'owner':'林志远'}",
            "{'record':'action','task':'为统计任务设置时间上限','owner':'林志远','dueDate':'2025-03-06'}",
            "{'record':'action','task':'将统计任务迁移到只读副本','owner':'周文静','dueDate':'2025-03-20'}",
            "{'record':'action','task':'补充磁盘带宽告警','owner':'何嘉明','dueDate':'2025-03-13'}");
  }

  @Test
  void givesTheRecordsOfAnArabicContractAndOfArabicMinutes() throws IOException {
    assertThat(facts(schema(), "contract-consulting-ar.txt"))
        .containsExactly(
            "{'record':'agreement','contractNumber':'CS-2025-0033',"
                + "'customer':'شركة واحة المثال للتجارة ذ.م.م',"
                + "'supplier':'شركة الأفق النموذجي للاستشارات ذ.م.م',"
                + "'effectiveDate':'2025-04-01','endDate':'2026-03-31',"
                + "'contractValue':{'amount':96000,'currency':'AED'}}");
    assertThat(facts(schema(), "minutes-operations-ar.md"))
        .containsExactlyInAnyOrder(
            "{'record':'meeting','meetingDate':'2025-04-13','location':'قاعة النخيل',"
                + "'chair':'نور العلي','attendees':['نور العلي','سامر الخطيب','ليلى حمدان']}",
            "{'record':'action','task':'توقيع عقد الخط الاحتياطي','owner':'نور العلي',"
                + "'dueDate':'2025-04-15'}",
            "{'record':'action','task':'اختبار التحويل التلقائي','owner':'سامر الخطيب',"
                + "'dueDate':'2025-04-27'}");
  }

  @Test
  void mentionsWhatAGermanReportMentions() throws IOException {
    assertThat(facts(DefaultSchema.node(), "incident-leitstelle-de.txt"))
        .containsExactly(
            "{'type':'identifier','value':'INC-2025-0060','normalized':'INC-2025-0060',"
                + "'kind':'document','label':'incident id'}",
            "{'type':'name','value':'Ruben Asmussen','normalized':'Ruben Asmussen',"
                + "'kind':'person','label':'author'}",
            "{'type':'date','value':'21.07.2025','normalized':'2025-07-21','label':'detected'}",
            "{'type':'date','value':'21.07.2025','normalized':'2025-07-21'}",
            "{'type':'date','value':'18.07.2025','normalized':'2025-07-18'}",
            "{'type':'name','value':'Ruben Asmussen','normalized':'Ruben Asmussen',"
                + "'kind':'person','label':'owner'}",
            "{'type':'date','value':'28.07.2025','normalized':'2025-07-28','label':'due date'}");
  }

  @Test
  void mentionsWhatAnArabicInvoiceMentions() throws IOException {
    assertThat(facts(DefaultSchema.node(), "invoice-freight-ar.txt"))
        .hasSize(15)
        .contains(
            "{'type':'date','value':'١٢ مايو ٢٠٢٥','normalized':'2025-05-12','label':'date'}",
            "{'type':'amount','value':'4,998.00 د.إ',"
                + "'normalized':{'amount':4998,'currency':'AED'},'label':'total'}",
            "{'type':'name','value':'كريم منصور','normalized':'كريم منصور','kind':'person',"
                + "'label':'contact'}",
            "{'type':'email','value':'billing@mawj.example',"
                + "'normalized':'billing@mawj.example','label':'email'}");
  }

  @Test
  void mentionsEveryAmountOfAnInvoiceOnce() throws IOException {
    assertThat(facts(DefaultSchema.node(), "invoice-cloud-hosting-en.txt"))
        .filteredOn(fact -> fact.contains("'type':'amount'"))
        .extracting(fact -> fact.replaceAll(".*'amount':([0-9.]+),.*", "$1"))
        .containsExactly("216", "27.6", "38.4", "49", "331", "20.69", "351.69");
  }
}
