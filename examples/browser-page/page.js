// A page without a bundler. `supportvector` is the global that the script in index.html makes.
// `npm start` serves it at http://localhost:3000/browser-page/.

const form = document.querySelector("form");
const output = document.querySelector("output");

fetch("../model.json")
  .then((response) => response.text())
  .then((text) => {
    const model = supportvector.loadModel(text);
    const update = () => {
      output.value = describe(model, readRecord());
    };
    form.addEventListener("input", update);
    update();
  });

/** An empty number field is a missing value, which this model imputes. */
function readRecord() {
  const { Age, Shift, "Distance (km)": distance } = form.elements;
  const number = (field) => (field.value === "" ? null : field.valueAsNumber);
  return { Age: number(Age), Shift: Shift.value, "Distance (km)": number(distance) };
}

function describe(model, record) {
  try {
    return `${model.predict(record).toFixed(2)} ${model.info.unit}`;
  } catch (error) {
    return error.message;
  }
}
