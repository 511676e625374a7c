package dev.tercet.pipeline.estimate;

import dev.tercet.pipeline.answer.ProjectSchema;
import dev.tercet.pipeline.model.AskedModels;
import dev.tercet.pipeline.text.Cutter;
import dev.tercet.saga.Project;
import dev.tercet.saga.answer.AnswerReader;
import dev.tercet.saga.money.Pricing;
import java.util.Optional;

/** Estimates what it would take to work on documents, and writes nothing. */
public final class EstimateWork {
  private final AskedModels models;
  private final Cutter cutter;
  private final AnswerReader answers;
  private final Pricing pricing;

  /**
   * @param cutter cuts as the workers do
   * @param pricing what calls cost today
   */
  public EstimateWork(AskedModels models, Cutter cutter, AnswerReader answers, Pricing pricing) {
    this.models = models;
    this.cutter = cutter;
    this.answers = answers;
    this.pricing = pricing;
  }

  /** Begins one for the project's documents; empty when the model that it asks is not there. */
  public Optional<WorkEstimate> begin(Project project) {
    return models
        .of(project)
        .map(it ->
            new WorkEstimate(
                project,
                ProjectSchema.read(project.schema()).canonical(),
                it.extractor(),
                cutter,
                answers,
                pricing));
  }
}
