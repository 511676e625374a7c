package dev.tercet.pipeline.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.pipeline.ScriptedModel;
import dev.tercet.pipeline.provider.exchange.FailedCall;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.saga.Failure;
import dev.tercet.saga.FailureClass;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor.Reply;
import dev.tercet.saga.port.Extractor.Request;
import dev.tercet.saga.provider.Trouble;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Of several models and providers each is asked and remembered for itself. */
class OneOfModelsTest {
  private static final Usage ONE = new Usage(1, 0, 0);

  private final ScriptedModel model = new ScriptedModel();
  private final OneOfModels one = new OneOfModels(model);

  private Reply ask() {
    return one.ask(new Request(new UUID(1, 2), 0, 1, DefaultSchema.json(), "Ada paid."));
  }

  private void meets(String code) {
    model.answers(_ ->
        new Reply.Unavailable(
            Trouble.BROKEN,
            new Failure(code, FailureClass.TRANSIENT, "no", Stage.ACCEPTED),
            ONE,
            null));
  }

  @Test
  void aModelThatIsUnknownIsNoTroubleOfTheProvider() {
    meets(FailedCall.UNKNOWN_MODEL);
    assertThat(ask())
        .isEqualTo(
            new Reply.Refused(
                new Failure("model-unknown", FailureClass.TRANSIENT, "no", Stage.ACCEPTED), ONE));
  }

  @Test
  void allElseIsWhatItIs() {
    meets("provider-error");
    assertThat(ask()).isInstanceOf(Reply.Unavailable.class);
    model.answersWell();
    assertThat(ask()).isInstanceOf(Reply.Content.class);
  }

  @Test
  void noModelsNameIsThatOfAnotherProvidersModel() {
    String slashed = new NamedExtractor("scripted", model).provider() + "/" + model.model();

    assertThat(new NamedExtractor("scripted", model).identity()).isNotEqualTo(slashed);
    assertThat(new NamedExtractor("scripted", model).identity()).contains("\n");
    assertThat(one.identity()).isEqualTo(model.model());
  }
}
