package dev.tercet.pipeline.lane;

/** Batches of OpenAI's protocol. */
class RunOpenAiBatchesTest extends RunBatchesRules {
  RunOpenAiBatchesTest() {
    super(LaneWorld.Provider.OPENAI);
  }
}
