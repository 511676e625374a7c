package dev.tercet.acceptance.proof.scenario;

import java.util.ArrayList;
import java.util.List;

/** Everything that is struck at every call. */
public final class Scenarios {
  private Scenarios() {}

  public static List<Scenario> all() {
    List<Scenario> all = new ArrayList<>(Documents.all());
    all.addAll(FreeAnswers.all());
    all.addAll(Endings.all());
    all.addAll(LateWrites.all());
    all.addAll(Losses.all());
    all.addAll(Relays.all());
    all.addAll(LateNotes.all());
    all.addAll(Questions.all());
    all.addAll(OddAnswers.all());
    all.addAll(Waking.all());
    return List.copyOf(all);
  }

  public static Scenario named(String name) {
    return all().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no scenario is called " + name));
  }

  /** A document that kills whoever works on it, beside one that does not; struck nowhere else. */
  public static Scenario poison() {
    List<Step> steps = new ArrayList<>();
    steps.add(Acts.post("p", "Here is poison for workers."));
    steps.add(Acts.post("c", Acts.C));
    for (int n = 0; n < 6; n++) {
      steps.add(run -> run.world.model.poison(run::kill));
      steps.add(Run::tend);
      steps.add(Run::work);
    }
    steps.add(run -> run.client.giveUp("p"));
    return Scenario.scenario("poison", steps);
  }
}
