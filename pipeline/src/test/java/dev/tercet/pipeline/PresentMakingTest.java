package dev.tercet.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.answer.QuestionName;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.provider.NamedExtractor;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.Project;
import dev.tercet.saga.port.Extractor;
import org.junit.jupiter.api.Test;

/** What a project's documents would be made with now. */
class PresentMakingTest {
  private final TwoProviders two = new TwoProviders(new Scene());
  private final AskedModels models = two.models();
  private final MadeWith usual = with(two.scene.model);
  private final MadeWith other = with(new NamedExtractor("other", two.other));

  private static MadeWith with(Extractor extractor) {
    return QuestionName.madeWith(extractor, ProjectSchema.read(DefaultSchema.json()));
  }

  @Test
  void isOfTheChosenModel() {
    assertThat(models.madeWith(two.project("a", "{}")))
        .hasValueSatisfying(it -> assertThat(it).containsExactly(usual));
    assertThat(models.madeWith(two.project("b", "{\"model\":\"other\"}")))
        .hasValueSatisfying(it -> assertThat(it).containsExactly(other));
  }

  @Test
  void isOfTheFallbackToo() {
    assertThat(models.madeWith(two.project("a", "{\"fallback\":\"other\"}")))
        .hasValueSatisfying(it -> assertThat(it).containsExactlyInAnyOrder(usual, other));
  }

  @Test
  void isNotKnownOfAModelThatIsGone() {
    assertThat(models.madeWith(two.project("a", "{\"model\":\"gone\"}"))).isEmpty();
  }

  @Test
  void restsOnTheSchemaAndNotOnHowItIsWritten() {
    Project spaced =
        two.scene
            .ledger
            .projects()
            .put(
                "tenant",
                "a",
                " " + DefaultSchema.json() + " ",
                "{\"partialResults\":\"keep-good\"}")
            .project();
    assertThat(models.madeWith(spaced))
        .hasValueSatisfying(it -> assertThat(it).containsExactly(usual));
  }
}
