import dev.tercet.client.ApiClient;
import dev.tercet.client.ApiException;
import dev.tercet.client.api.ExtractionsApi;
import dev.tercet.client.api.ProjectsApi;
import dev.tercet.client.api.ReadingApi;
import dev.tercet.client.model.Extraction;
import dev.tercet.client.model.ExtractionPost;
import dev.tercet.client.model.Hit;
import dev.tercet.client.model.ProjectPut;
import dev.tercet.client.model.SearchPost;
import dev.tercet.client.model.Status;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.Set;

/** Puts a project, posts a letter and one for tomorrow, waits and searches: {@code Letters URL KEY}. */
public final class Letters {
  private static final Set<Status> UNDER_WAY =
      EnumSet.of(Status.PENDING, Status.QUEUED, Status.PROCESSING);

  private Letters() {}

  /** Prints what became of the letter, and the best hit. */
  public static void main(String[] arguments) throws ApiException {
    ApiClient client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + arguments[1]));

    new ProjectsApi(client).putProject("letters", new ProjectPut());
    ExtractionsApi extractions = new ExtractionsApi(client);
    ExtractionPost letter =
        new ExtractionPost()
            .source("letter-1")
            .text("Invoice of 3 May 2024: please pay 1,250.00 EUR to Ada Lovelace.");
    Extraction extraction = extractions.postExtraction("letters", letter, null, "30s");
    while (UNDER_WAY.contains(extraction.getStatus())) {
      extraction = extractions.getExtraction("letters", extraction.getId(), "30s");
    }
    System.out.println(extraction.getSource() + " is " + extraction.getStatus());

    ExtractionPost later =
        new ExtractionPost()
            .source("letter-2")
            .text("Reminder of 3 June 2024.")
            .runAt(OffsetDateTime.now(ZoneOffset.UTC).plusDays(1));
    Extraction waits = extractions.postExtraction("letters", later, null, null);
    System.out.println(waits.getSource() + " begins at " + waits.getNextAttemptAt());

    SearchPost question = new SearchPost().query("who pays?").limit(1);
    for (Hit hit : new ReadingApi(client).search("letters", question).getItems()) {
      System.out.println("found in " + hit.getSource() + ": " + hit.getText());
    }
  }
}
