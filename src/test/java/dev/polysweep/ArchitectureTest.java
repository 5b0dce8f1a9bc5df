package dev.polysweep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Imports point one way: the table of the design. */
@AnalyzeClasses(packages = "dev.polysweep", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule importsPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("cli")
          .definedBy("dev.polysweep.cli..")
          .layer("report")
          .definedBy("dev.polysweep.report..")
          .layer("spark")
          .definedBy("dev.polysweep.spark..")
          .layer("sweep")
          .definedBy("dev.polysweep.sweep..")
          .layer("experiment")
          .definedBy("dev.polysweep.experiment..")
          .layer("engine")
          .definedBy(
              "dev.polysweep.engine",
              "dev.polysweep.engine.net",
              "dev.polysweep.engine.sae",
              "dev.polysweep.engine.gpu")
          .layer("engines")
          .definedBy("dev.polysweep.engine.simd..", "dev.polysweep.engine.nd4j..")
          .layer("data")
          .definedBy("dev.polysweep.data..")
          .layer("transformer")
          .definedBy("dev.polysweep.transformer..")
          .layer("feature")
          .definedBy("dev.polysweep.feature..")
          .layer("metric")
          .definedBy("dev.polysweep.metric..")
          .layer("table")
          .definedBy("dev.polysweep.table..")
          .layer("math")
          .definedBy("dev.polysweep.math..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("spark")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("sweep")
          .mayOnlyBeAccessedByLayers("cli", "spark")
          // spark sees an experiment only as sweep hands it on: its tables' columns
          .whereLayer("experiment")
          .mayOnlyBeAccessedByLayers("cli", "sweep", "spark")
          .whereLayer("engine")
          .mayOnlyBeAccessedByLayers("cli", "spark", "sweep", "experiment", "engines", "feature")
          .whereLayer("engines")
          .mayNotBeAccessedByAnyLayer()
          // spark writes the planted corpus and stores of activations
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers(
              "cli", "spark", "experiment", "engine", "engines", "transformer")
          .whereLayer("transformer")
          .mayOnlyBeAccessedByLayers("cli", "spark", "feature")
          .whereLayer("feature")
          .mayOnlyBeAccessedByLayers("cli", "spark")
          .whereLayer("metric")
          .mayOnlyBeAccessedByLayers("cli", "report", "spark", "experiment", "feature")
          .whereLayer("math")
          .mayOnlyBeAccessedByLayers(
              "cli",
              "spark",
              "experiment",
              "engine",
              "engines",
              "data",
              "metric",
              "sweep",
              "transformer",
              "feature");

  @ArchTest
  static final ArchRule onlySparkKnowsSpark =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.polysweep.spark..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..");

  @ArchTest
  static final ArchRule onlyTheCommandLinePrintsOrExits =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.polysweep.cli..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule onlyTheVectorEngineNeedsTheVectorModule =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.polysweep.engine.simd..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jdk.incubator.vector..");
}
