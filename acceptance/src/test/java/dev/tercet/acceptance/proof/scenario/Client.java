package dev.tercet.acceptance.proof.scenario;

import dev.tercet.acceptance.proof.world.ProcessUnderTest;
import dev.tercet.pipeline.accept.CheckedDocument.Storable;
import dev.tercet.saga.Acceptance.KeyReused;
import dev.tercet.saga.Acceptance.NoProject;
import dev.tercet.saga.Acceptance.Taken;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.port.ExtractionStore.Outcome;
import dev.tercet.testkit.contract.Submissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A caller who outlives every process: knows what was acknowledged, and insists on it. */
public final class Client {
  private final Map<UUID, Known> known = new LinkedHashMap<>();

  private final Map<String, String> latest = new HashMap<>();

  /** What became of the last acknowledged request on an extraction. */
  enum Wish {
    KEPT,
    CANCELLED,
    DELETED,
    /** It cannot succeed, and nobody expects that. */
    HOPELESS
  }

  /** An extraction that was acknowledged. */
  record Known(UUID id, String source, long generation, String text, Wish wish) {}

  /** Posts a document. */
  public void post(ProcessUnderTest life, Project project, String source, String text) {
    var document = (Storable) life.accept.check(Submissions.document(source, text));
    switch (life.accept.accept(project, document)) {
      case Taken taken -> remember(taken.extraction(), text);
      case NoProject _ -> {} // it was deleted meanwhile
      case KeyReused reused -> throw new IllegalStateException(reused.toString());
    }
  }

  private synchronized void remember(Extraction extraction, String text) {
    known.putIfAbsent(
        extraction.id(),
        new Known(extraction.id(), extraction.source(), extraction.generation(), text, Wish.KEPT));
    latest.put(extraction.source(), text);
  }

  /** The text of each source whose last request was a post. */
  synchronized Map<String, String> latest() {
    return new HashMap<>(latest);
  }

  /** Deletes the newest version that was acknowledged, if any. */
  public void delete(ProcessUnderTest life, Project project, String source) {
    for (Known newest : newest(source)) {
      life.extractions.delete(project.id(), newest.id());
      wish(newest, Wish.DELETED);
    }
  }

  /** Deletes the oldest version that was acknowledged; what answers is not touched. */
  void deleteOldest(ProcessUnderTest life, Project project, String source) {
    known().stream()
        .filter(it -> it.source().equals(source))
        .min(Comparator.comparingLong(Known::generation))
        .ifPresent(it -> {
          life.extractions.delete(project.id(), it.id());
          forget(it);
        });
  }

  private synchronized void forget(Known it) {
    known.put(it.id(), new Known(it.id(), it.source(), it.generation(), it.text(), Wish.DELETED));
  }

  /** Cancels the newest version that was acknowledged, unless it has ended already. */
  public void cancel(ProcessUnderTest life, Project project, String source) {
    for (Known newest : newest(source)) {
      switch (life.extractions.cancel(project.id(), newest.id())) {
        case Outcome.Changed _ -> wish(newest, Wish.CANCELLED);
        case Outcome.Refused(Status status) when status == Status.CANCELLED ->
            wish(newest, Wish.CANCELLED);
        case Outcome.Refused _, Outcome.Absent _ -> {
          return; // too late
        }
      }
    }
  }

  /** Asks for another attempt on the newest version that was acknowledged. */
  public void retry(ProcessUnderTest life, Project project, String source) {
    for (Known newest : newest(source)) {
      Outcome outcome = life.extractions.retry(project.id(), newest.id());
      if (outcome instanceof Outcome.Refused(Status status)
          && status == Status.DONE
          && life.accept.again(project.id(), newest.id()) instanceof Outcome.Changed(var again)) {
        remember(again, newest.text());
      }
    }
  }

  /** Deletes the project with everything in it. */
  public void deleteProject(ProcessUnderTest life, Project project) {
    life.projects.delete(project.id());
    known().forEach(it -> wish(it, Wish.DELETED));
  }

  /** Everything of the source may be gone by now: its time is over. */
  void letGo(String source) {
    newest(source).forEach(it -> wish(it, Wish.DELETED));
  }

  /** Nothing good is expected of the source any more. */
  void giveUp(String source) {
    newest(source).forEach(it -> wish(it, Wish.HOPELESS));
  }

  /** Asks for another attempt on the oldest version that was acknowledged. */
  void retryOldest(ProcessUnderTest life, Project project, String source) {
    known().stream()
        .filter(it -> it.source().equals(source))
        .min(Comparator.comparingLong(Known::generation))
        .ifPresent(it -> life.extractions.retry(project.id(), it.id()));
  }

  private synchronized void wish(Known it, Wish wish) {
    known.put(it.id(), new Known(it.id(), it.source(), it.generation(), it.text(), wish));
    latest.remove(it.source());
  }

  /** At most one: the newest version of the source that was acknowledged. */
  synchronized List<Known> newest(String source) {
    return known.values().stream()
        .filter(it -> it.source().equals(source))
        .max(Comparator.comparingLong(Known::generation))
        .stream()
        .toList();
  }

  /** Everything that was acknowledged. */
  synchronized List<Known> known() {
    return new ArrayList<>(known.values());
  }
}
