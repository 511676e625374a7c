package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.answer.QuestionName;
import dev.tercet.pipeline.provider.NamedExtractor;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.provider.Trouble;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** An extraction names what its facts were extracted with. */
class MakersTest {
  private static final String OTHER_SCHEMA = "{\"type\":\"object\",\"title\":\"another\"}";
  private static final String TWO_PASSAGES =
      "Ada wrote this. ".repeat(10) + "\n\n" + "Grace wrote that. ".repeat(10);

  /** One passage after the other. */
  private final TwoProviders two = new TwoProviders(new Scene(Scene.settings(200, 1)));

  private final Scene scene = two.scene;
  private final Extractor other = new NamedExtractor("other", two.other);

  private static MadeWith with(Extractor extractor, String schema) {
    return QuestionName.madeWith(extractor, ProjectSchema.read(schema));
  }

  private static Extractor.Reply firstAlone(Extractor.Request request) {
    return request.ordinal() == 0
        ? ScriptedModel.firstWord(request)
        : TwoProviders.met(Trouble.WRONG_KEY);
  }

  private Extraction seen(Extraction extraction) {
    return scene.extraction(extraction.project(), extraction.id());
  }

  @Test
  void ofTheModelThatAnsweredAndTheSchemaOfThen() {
    Project project = two.project("letters", "{\"model\":\"other\"}");
    Extraction letter = scene.accept(project, "a.txt", TWO_PASSAGES);
    scene.work(scene.worker(two.models()));

    assertThat(seen(letter).status()).isEqualTo(Status.DONE);
    assertThat(seen(letter).madeWith()).containsExactly(with(other, DefaultSchema.json()));
    scene.ledger.projects().put("tenant", "letters", OTHER_SCHEMA, "{\"model\":\"other\"}");
    assertThat(seen(letter).madeWith()).containsExactly(with(other, DefaultSchema.json()));
  }

  @Test
  void ofBothSchemasWhenTheProjectChangedBetweenTwoAttempts() {
    Project project = two.project("letters", "{}");
    var worker = scene.worker(two.models());
    scene.model.answers(MakersTest::firstAlone);
    Extraction letter = scene.accept(project, "a.txt", TWO_PASSAGES);
    scene.work(worker);
    MadeWith before = with(scene.model, DefaultSchema.json());
    assertThat(seen(letter).madeWith()).containsExactly(before);

    scene.ledger.projects().put("tenant", "letters", OTHER_SCHEMA, "{}");
    scene.model.answersWell();
    scene.gate.health().resume();
    scene.clock.advance(Duration.ofMinutes(5));
    scene.work(worker);
    assertThat(seen(letter).status()).isEqualTo(Status.DONE);
    assertThat(seen(letter).madeWith())
        .containsExactlyInAnyOrder(before, with(scene.model, OTHER_SCHEMA));
  }

  @Test
  void ofBothModelsWhoeverIsAskedWhenTheirAnswersAreStored() {
    Project project = two.project("letters", "{\"fallback\":\"other\",\"fallbackAfter\":\"2m\"}");
    var worker = scene.worker(two.models());
    scene.model.answers(MakersTest::firstAlone);
    Extraction letter = scene.accept(project, "a.txt", TWO_PASSAGES);
    for (int round = 0; round < 40; round++) {
      scene.work(worker);
      scene.clock.advance(Duration.ofSeconds(4));
    }
    scene.work(worker);
    MadeWith first = with(scene.model, DefaultSchema.json());
    MadeWith second = with(other, DefaultSchema.json());
    assertThat(seen(letter).status()).isEqualTo(Status.DONE);
    assertThat(seen(letter).madeWith()).containsExactlyInAnyOrder(first, second);

    scene.model.answersWell();
    scene.gate.health().resume();
    int asked = scene.model.asked().size();
    Extraction same = scene.accept(project, "b.txt", TWO_PASSAGES);
    scene.work(worker);
    assertThat(seen(same).status()).isEqualTo(Status.DONE);
    assertThat(scene.model.asked()).hasSize(asked);
    assertThat(seen(same).madeWith()).containsExactlyInAnyOrder(first, second);
  }
}
